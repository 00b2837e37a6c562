"""The documents of the city's interfaces: OpenAPI for what it answers, AsyncAPI for what it tells and is told."""

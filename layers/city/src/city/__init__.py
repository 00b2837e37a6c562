"""Dongne's shared package: contracts, kernel, the AWS binding, and one package per domain."""

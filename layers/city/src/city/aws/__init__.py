"""The AWS binding every domain uses. Names no domain."""

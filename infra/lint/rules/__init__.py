"""cfn-lint loads each file here by its path, outside any package: a rule file imports none of its neighbours."""

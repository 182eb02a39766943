"""The checks of 자산형성지원사업, each bound to its clause by id."""

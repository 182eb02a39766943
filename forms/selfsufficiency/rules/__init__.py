"""The checks of 자활사례관리, each bound to its clause by id."""

"""자활사례관리: its forms and rules."""

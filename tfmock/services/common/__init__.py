"""What several products share: tags, pages of lists, regions, messages."""

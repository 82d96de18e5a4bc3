"""What the pages share: the plot component, its files, session state, words in two languages."""

# Evidence: its parts.
evidence-part = Part of the page
evidence-part-ledger = How it adds up
evidence-part-twins = Average or max pooling
evidence-part-methods = Other methods
evidence-part-score = Score
evidence-part-sanity = Sanity checks

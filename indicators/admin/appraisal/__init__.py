"""The appraisers' pages: the queue of submissions, and the desk where one is verified."""

class WorkflowError(Exception):
    """An act was refused; the message is a translated sentence for the person who tried."""

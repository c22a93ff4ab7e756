"""One module per page of the invoice wizard: what is wrong there; the way between pages is `invoice_flow`."""

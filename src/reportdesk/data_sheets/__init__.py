"""数据采集表: the sheet on which one office fills in the rows that it supplies, and the way back."""

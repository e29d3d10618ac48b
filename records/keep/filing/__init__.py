"""Filing (归档): what a year's papers are filed as, in one batch; disposing of them; handing a year over."""

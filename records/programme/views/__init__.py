"""The programme as screens show it: matrix, boards, days, alerts."""

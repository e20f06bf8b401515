"""The company's working days and hours, with China's make-up days: when so much working time is over."""

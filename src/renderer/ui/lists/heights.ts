// How high lists are drawn, in pixels, but for those whose rows hold more than a line.
export const usualRow = 36
export const usualHeader = 32

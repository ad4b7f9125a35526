const MAX_PAGE = 60

/** How many items a page has: as many as asked for, or 60 when that is nothing or 0 (the default is unverified). */
export const pageSize = (limit: number | undefined): number => limit || MAX_PAGE

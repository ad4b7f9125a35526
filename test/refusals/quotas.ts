import { quotas } from '../../src/operations/quotas.ts'

/** Quotas of a server that takes no requests. */
export const noRequests = Object.keys(quotas)
  .map((category) => `${category}=0`)
  .join(',')

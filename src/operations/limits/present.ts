import type { AdjustableLimit } from '../../domain/provisioned-limit.ts'

/** A limit as the wire has it. What was never provisioned, or less than is free by now, is the free rate. */
export const toLimit = ({ category, free }: AdjustableLimit, provisioned: number | undefined) => ({
  LimitDefinition: { LimitClass: 'API_CATEGORY' as const, Attributes: { Category: category } },
  ProvisionedLimitValue: Math.max(free, provisioned ?? free),
  FreeLimitValue: free,
})

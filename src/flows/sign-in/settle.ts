import type { Queries } from '../../store/index.ts'
import { spendSession } from './session.ts'
import type { Progress } from './step.ts'

/** Spends the Session and makes the earned changes: together or not at all. */
export const settle = async (tx: Queries, { effects, spends }: Progress): Promise<void> => {
  if (spends) await spendSession(tx, spends)
  for (const effect of effects) await effect(tx)
}

import { fault } from './errors.ts'
import type { Pool } from './pool.ts'
import { unverifiedTexts } from './unverified-texts.ts'

/**
 * Insists that a pool tracks its users' sessions. Raises InvalidParameterException where it does not
 * (the kind of error is unverified), as in a Lite pool, which cannot.
 */
export const requireSessionTracking = ({ settings }: Pick<Pool, 'settings'>): void => {
  if (!settings.sessionConfiguration?.tracking) {
    throw fault('InvalidParameterException', unverifiedTexts.sessionTracking)
  }
}

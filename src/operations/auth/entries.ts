import type { Entry } from '../../domain/entry.ts'
import { fault } from '../../domain/errors.ts'
import type { Infer } from '../../wire/schema.ts'
import type { AuthFlowType } from '../../wire/shapes/auth.ts'

/** How each AuthFlow that both operations take enters a sign-in. */
export const commonEntries: Partial<Record<Infer<typeof AuthFlowType>, Entry>> = {
  USER_SRP_AUTH: 'srp',
  CUSTOM_AUTH: 'custom',
  USER_AUTH: 'choice',
  REFRESH_TOKEN_AUTH: 'refresh',
  REFRESH_TOKEN: 'refresh',
}

/** The error for a flow that belongs to the other operation. */
export const notHere = () => fault('InvalidParameterException', 'Initiate Auth method not supported.')

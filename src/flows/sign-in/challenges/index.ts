import type { Challenge } from '../../../domain/sign-in.ts'
import type { Step } from '../step.ts'
import { NEW_PASSWORD_REQUIRED } from './NEW_PASSWORD_REQUIRED.ts'

/** Every challenge that this version can ask. One that is not here is refused by name. */
export const challenges: Readonly<Partial<Record<Challenge, Step>>> = { NEW_PASSWORD_REQUIRED }

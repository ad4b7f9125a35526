import type { DeliveryMedium } from './delivery.ts'
import { readFlag, readText, readTextList, readTexts, type TriggerResponse } from './trigger-reply.ts'
import type { Attributes } from './user.ts'

/** A user of another system as UserMigration describes them. */
export type MigratedUser = {
  /** The user name, where the name that was typed is an alias. */
  readonly username: string | undefined
  readonly attributes: Attributes
  /** Whether the password that was typed stays theirs; otherwise they set a new one. */
  readonly isConfirmed: boolean
  readonly isWelcomed: boolean
  readonly mediums: readonly DeliveryMedium[]
  readonly takesAliases: boolean
  readonly smsMfa: boolean
}

/** What a function of UserMigration finds in its answer. */
export const migrationDefaults = {
  userAttributes: null,
  forceAliasCreation: null,
  enableSMSMFA: null,
  finalUserStatus: null,
  messageAction: null,
  desiredDeliveryMediums: null,
} as const

const isMedium = (text: string): text is DeliveryMedium => text === 'EMAIL' || text === 'SMS'

/**
 * Reads what UserMigration answered; undefined where it knows nobody, and says so by no attributes. Raises
 * InvalidLambdaResponseException.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
export const readMigration = (response: TriggerResponse): MigratedUser | undefined => {
  const { username, ...attributes } = readTexts(response, 'userAttributes')
  const given = new Map(Object.entries(attributes))
  if (given.size === 0) return undefined
  return {
    username: username || undefined,
    attributes: given,
    isConfirmed: readText(response, 'finalUserStatus') === 'CONFIRMED',
    isWelcomed: readText(response, 'messageAction') !== 'SUPPRESS',
    mediums: readTextList(response, 'desiredDeliveryMediums').filter(isMedium),
    takesAliases: readFlag(response, 'forceAliasCreation') ?? false,
    smsMfa: readFlag(response, 'enableSMSMFA') ?? false,
  }
}

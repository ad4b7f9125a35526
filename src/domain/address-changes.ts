import type { AttributeChanges } from './attribute-checks.ts'
import { type Delivery, mediumOf } from './delivery.ts'
import type { Pool, VerifiedAttribute } from './pool.ts'
import type { Attributes } from './user.ts'

/** The attributes that are addresses, and proved by a code. */
export const addresses = ['email', 'phone_number'] as const satisfies readonly VerifiedAttribute[]

/** What a change of attributes comes to. */
export type AttributeOutcome = {
  /** All attributes of the user from now on. */
  readonly attributes: Attributes
  /** The new addresses that are to be proved by a code, whether they are stored already or not. */
  readonly toProve: readonly Delivery[]
}

type Change = {
  readonly settings: Pick<Pool['settings'], 'autoVerifiedAttributes' | 'userAttributeUpdateSettings'>
  readonly before: Attributes
  /** From `checkUpdatedAttributes`. */
  readonly changes: AttributeChanges
}

/** Whether the old address stays until the new one is proved. */
const waits = ({ settings }: Change, name: VerifiedAttribute) =>
  settings.userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdate.includes(name)

/**
 * What becomes of a user's attributes. A new address is unverified, unless the change itself says
 * that it is verified (which only administrators may), and gets a code where the pool verifies that
 * attribute; where the pool wants it so, the old address and its flag stay until the code came back.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
 */
export const changeAttributes = (change: Change): AttributeOutcome => {
  const { settings, before, changes } = change
  const attributes = new Map([...before, ...changes.set])
  for (const name of changes.removed) attributes.delete(name)
  const toProve: Delivery[] = []
  for (const name of addresses) {
    const flag = `${name}_verified`
    const destination = changes.set.get(name)
    if (destination === undefined || destination === before.get(name) || changes.set.get(flag) === 'true') continue
    if (settings.autoVerifiedAttributes?.includes(name)) {
      toProve.push({ attributeName: name, deliveryMedium: mediumOf[name], destination })
    }
    const restored = waits(change, name) ? { [name]: before.get(name), [flag]: before.get(flag) } : { [flag]: 'false' }
    for (const [key, value] of Object.entries(restored)) {
      if (value === undefined) attributes.delete(key)
      else attributes.set(key, value)
    }
  }
  return { attributes, toProve }
}

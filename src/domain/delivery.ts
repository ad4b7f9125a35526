import { isVerified } from './attribute-checks.ts'
import { fault } from './errors.ts'
import type { RecoveryMechanism, VerifiedAttribute } from './pool.ts'
import type { Attributes } from './user.ts'

/** How a message travels. */
export type DeliveryMedium = 'EMAIL' | 'SMS'

/** A message's way to a user, with the whole address. */
export type Delivery = {
  readonly attributeName: VerifiedAttribute
  readonly deliveryMedium: DeliveryMedium
  readonly destination: string
}

/** The medium that reaches an address. */
export const mediumOf = { email: 'EMAIL', phone_number: 'SMS' } as const satisfies Record<
  VerifiedAttribute,
  DeliveryMedium
>

/** What a pool says of where messages go; a Pool's settings serve. */
export type DeliveryPool = {
  readonly autoVerifiedAttributes?: readonly VerifiedAttribute[]
  readonly accountRecoverySetting?: { readonly recoveryMechanisms?: readonly RecoveryMechanism[] }
}

const texts = {
  noAutoVerification: 'Cannot resend codes. Auto verification not turned on.',
  noRecovery: 'Cannot reset password for the user as there is no registered/verified email or phone_number',
  /** Unverified. */
  adminOnly: 'Contact administrator to reset password.',
}

const MASK = '***'

/** `jane@example.com` as `j***@e***`: what tells its owner which address it is, and nobody else the address. */
const maskEmail = (address: string) => {
  const [local = '', domain = ''] = address.split('@')
  return `${[...local].at(0) ?? ''}${MASK}@${[...domain].at(0) ?? ''}${MASK}`
}

/** `+15551234567` as `+*******4567`: seven stars, however long the number is. */
const maskPhoneNumber = (number: string) => `+*******${number.replace('+', '').slice(-4)}`

/** An address as answers may show it. */
export const maskDestination = (medium: DeliveryMedium, destination: string): string =>
  medium === 'EMAIL' ? maskEmail(destination) : maskPhoneNumber(destination)

/** `delivery` as CodeDeliveryDetails tell it. */
export const toCodeDeliveryDetails = ({ attributeName, deliveryMedium, destination }: Delivery): Delivery => ({
  attributeName,
  deliveryMedium,
  destination: maskDestination(deliveryMedium, destination),
})

/** The way to the user's `attributeName`, verified or not; undefined without a value. */
export const deliveryTo = (attributes: Attributes, attributeName: VerifiedAttribute): Delivery | undefined => {
  const destination = attributes.get(attributeName)
  return destination ? { attributeName, deliveryMedium: mediumOf[attributeName], destination } : undefined
}

const firstOf = (names: readonly VerifiedAttribute[], attributes: Attributes) =>
  names.map((name) => deliveryTo(attributes, name)).find((delivery) => delivery !== undefined)

/** The auto-verified attributes in the order in which they are taken: a user with both gets one message, on the phone. */
export const verificationOrder = ({ autoVerifiedAttributes = [] }: DeliveryPool): readonly VerifiedAttribute[] =>
  (['phone_number', 'email'] as const).filter((name) => autoVerifiedAttributes.includes(name))

/** Where the code of a sign-up goes; undefined when there is nothing that the pool verifies. */
export const verificationDelivery = (pool: DeliveryPool, attributes: Attributes): Delivery | undefined =>
  firstOf(verificationOrder(pool), attributes)

/** The pool's order for a code sent again. Raises InvalidParameterException where it verifies nothing by itself. */
export const resendOrder = (pool: DeliveryPool): readonly VerifiedAttribute[] => {
  const order = verificationOrder(pool)
  if (order.length === 0) throw fault('InvalidParameterException', texts.noAutoVerification)
  return order
}

/** Where the code of a sign-up goes again. Raises InvalidParameterException when it cannot go anywhere. */
export const resendDelivery = (pool: DeliveryPool, attributes: Attributes): Delivery => {
  const delivery = firstOf(resendOrder(pool), attributes)
  if (!delivery) throw fault('InvalidParameterException', texts.noAutoVerification)
  return delivery
}

/** Where the setting is absent or empty, the service does as it did before it had the setting. */
const isLegacy = ({ accountRecoverySetting }: DeliveryPool) => !accountRecoverySetting?.recoveryMechanisms?.length

/**
 * The addresses by which a pool lets users recover, the preferred one first. Raises
 * NotAuthorizedException where only an administrator resets passwords.
 */
export const recoveryOrder = (pool: DeliveryPool): readonly VerifiedAttribute[] => {
  if (isLegacy(pool)) return ['phone_number', 'email']
  const mechanisms = pool.accountRecoverySetting?.recoveryMechanisms ?? []
  return mechanisms
    .toSorted((a, b) => a.priority - b.priority)
    .map(({ name }) => {
      if (name === 'admin_only') throw fault('NotAuthorizedException', texts.adminOnly)
      return name === 'verified_email' ? 'email' : 'phone_number'
    })
}

/**
 * Where the code of a forgotten password goes: to the first verified address of the pool's order
 * that is not the user's second factor as well (`mfaMediums`), since one stolen phone would then
 * be enough. Without a setting the second factor does not count, as documented. Raises
 * NotAuthorizedException (administrators only) and InvalidParameterException (no address left).
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-recover-a-user-account.html
 */
export const recoveryDelivery = (
  pool: DeliveryPool,
  attributes: Attributes,
  mfaMediums: ReadonlySet<DeliveryMedium>,
): Delivery => {
  const usable = recoveryOrder(pool).filter(
    (name) => isVerified(attributes, name) && (isLegacy(pool) || !mfaMediums.has(mediumOf[name])),
  )
  const delivery = firstOf(usable, attributes)
  if (!delivery) throw fault('InvalidParameterException', texts.noRecovery)
  return delivery
}

/** The ways of an invitation: by every medium asked for (SMS unless said) to which the user has an address. */
export const invitationDeliveries = (
  attributes: Attributes,
  desiredDeliveryMediums: readonly DeliveryMedium[] = ['SMS'],
): readonly Delivery[] =>
  [...new Set(desiredDeliveryMediums)]
    .map((medium) => deliveryTo(attributes, medium === 'EMAIL' ? 'email' : 'phone_number'))
    .filter((delivery) => delivery !== undefined)

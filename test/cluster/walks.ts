/** A sign-in of every kind, with a user for it: what tests lead from one server to the other. */
import { AdminSetUserMFAPreferenceCommand } from '@aws-sdk/client-cognito-identity-provider'
import { makeUser, PASSWORD } from '../fixture.ts'
import { factors, makeMfaPool } from '../mfa.ts'
import { SRP_A, type Start, type Traveller } from '../security/journeys.ts'
import { ALL_FLOWS, type Kind, makeTemporary, type makeWorld } from '../security/travellers.ts'

/** A way to sign in: whom it is for, and all that it asks before there are tokens. */
export type Walk = Start & {
  readonly name: string
  readonly kind: Kind
  readonly asks: readonly string[]
  /** What the user is given beside what its kind has; answers what of the user is another one then. */
  readonly equip?: (who: Traveller) => Promise<Partial<Traveller>>
  /** Whether the client sends no Session back with the challenges of its device. */
  readonly forgetsSession?: true
}

const temporary = async (who: Traveller) => {
  await makeTemporary(who)
  return {}
}

/** A user without addresses in a pool that demands a factor, which an address may be. */
const elsewhere = async ({ server, username }: Traveller) => {
  const flows = { ExplicitAuthFlows: ALL_FLOWS }
  const { sdk, poolId, clientId } = await makeMfaPool(server, 'ON', factors.email, undefined, flows)
  await makeUser(sdk, poolId, username)
  return { poolId, clientId }
}

const everyFactor = async ({ sdk, poolId, username }: Traveller) => {
  await sdk.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username: username,
      SMSMfaSettings: { Enabled: true },
      EmailMfaSettings: { Enabled: true },
      SoftwareTokenMfaSettings: { Enabled: true },
    }),
  )
  return {}
}

const withPassword = () => ({ PASSWORD })
const withSrp = () => ({ SRP_A })
const withDevice = ({ device }: Traveller) => ({ DEVICE_KEY: device?.key ?? '' })
const preferring = (PREFERRED_CHALLENGE: string) => () => ({ PREFERRED_CHALLENGE })
const SET_UP = ['MFA_SETUP', 'AssociateSoftwareToken', 'VerifySoftwareToken']
const DEVICE = ['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER']

const first: readonly Walk[] = [
  {
    name: 'a temporary password, a new one, and an app that is set up',
    kind: 'nothing',
    flow: 'USER_PASSWORD_AUTH',
    parameters: withPassword,
    equip: temporary,
    asks: ['NEW_PASSWORD_REQUIRED', ...SET_UP],
  },
  {
    name: 'a password by SRP, and an address that is set up',
    kind: 'plain',
    equip: elsewhere,
    flow: 'USER_SRP_AUTH',
    parameters: withSrp,
    choice: 'EMAIL_OTP',
    asks: ['PASSWORD_VERIFIER', 'MFA_SETUP', 'EMAIL_OTP'],
  },
  {
    name: 'an administrator’s sign-in with a text message',
    kind: 'text messages',
    flow: 'ADMIN_USER_PASSWORD_AUTH',
    parameters: withPassword,
    asks: ['SMS_MFA'],
  },
]

const chosenFactors = (['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] as const).map(
  (choice): Walk => ({
    name: `a password by SRP, and ${choice} of three factors`,
    kind: 'two factors',
    flow: 'USER_SRP_AUTH',
    parameters: withSrp,
    equip: everyFactor,
    choice,
    asks: ['PASSWORD_VERIFIER', 'SELECT_MFA_TYPE', choice],
  }),
)

const choices: readonly Walk[] = (
  [
    ['EMAIL_OTP', 'plain', ['EMAIL_OTP']],
    ['SMS_OTP', 'plain', ['SMS_OTP']],
    ['WEB_AUTHN', 'a passkey', ['WEB_AUTHN']],
    ['PASSWORD', 'an app', ['SOFTWARE_TOKEN_MFA']],
    ['PASSWORD_SRP', 'plain', ['PASSWORD_VERIFIER']],
  ] as const
).map(([choice, kind, asks]) => ({
  name: `${choice} by choice`,
  kind,
  flow: 'USER_AUTH',
  choice,
  asks: ['SELECT_CHALLENGE', ...asks],
}))

const preferences: readonly Walk[] = (
  [
    ['PASSWORD', ['PASSWORD']],
    ['PASSWORD_SRP', ['PASSWORD_SRP', 'PASSWORD_VERIFIER']],
  ] as const
).map(([preferred, asks]) => ({
  name: `${preferred} by preference`,
  kind: 'plain',
  flow: 'USER_AUTH',
  parameters: preferring(preferred),
  asks,
}))

const custom: readonly Walk[] = [
  { name: 'a custom challenge', kind: 'plain', flow: 'CUSTOM_AUTH', asks: ['CUSTOM_CHALLENGE'] },
  {
    name: 'a custom challenge after a password by SRP',
    kind: 'plain',
    flow: 'CUSTOM_AUTH',
    parameters: () => ({ SRP_A, CHALLENGE_NAME: 'SRP_A' }),
    asks: ['PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE'],
  },
  {
    name: 'a custom challenge, and a device',
    kind: 'a device',
    flow: 'CUSTOM_AUTH',
    parameters: withDevice,
    asks: ['CUSTOM_CHALLENGE', ...DEVICE],
  },
]

const password: Walk = {
  name: 'a password and a device, with Sessions',
  kind: 'a device',
  flow: 'USER_PASSWORD_AUTH',
  parameters: (who) => ({ ...withPassword(), ...withDevice(who) }),
  asks: DEVICE,
}
const devices: readonly Walk[] = [
  password,
  { ...password, name: 'a password and a device, without Sessions', forgetsSession: true },
]

/** Between them they ask every challenge. */
export const walks: readonly Walk[] = [...first, ...chosenFactors, ...choices, ...preferences, ...custom, ...devices]

/** A walk with a user of its own. */
export type Walker = { readonly walk: Walk; readonly who: Traveller }

/** Makes the users first, as the clocks move meanwhile. */
export const makeWalkers = async (
  { makeTraveller }: Pick<Awaited<ReturnType<typeof makeWorld>>, 'makeTraveller'>,
  wanted: readonly Walk[],
): Promise<Walker[]> => {
  const walkers: Walker[] = []
  for (const walk of wanted) {
    const who = await makeTraveller(walk.kind)
    walkers.push({ walk, who: { ...who, ...(await walk.equip?.(who)) } })
  }
  return walkers
}

import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { makePool } from '../../test/fixture.ts'
import type { Names, Preparation, Stage } from './example.ts'

/** The settings of a pool that is made. */
export type Pool = Partial<CreateUserPoolCommandInput>
type Client = Partial<CreateUserPoolClientCommandInput>

/** What a preparation makes upon a pool, and how that is called in the example. */
export type Made = Stage & { readonly poolId: string; readonly clientId: string }
export type Step = (made: Made) => Promise<Names | undefined>

/** The documentation's passwords are words of one case: OldPassword, PASSWORD, password. */
const anyWord: Pool = { Policies: { PasswordPolicy: { MinimumLength: 8 } } }
const own: Pool = { Schema: ['CustomAttr1', 'FAVORITE_ANIMAL'].map((Name) => ({ Name, AttributeDataType: 'String' })) }

/** A pool whose users sign in by e-mail address, as those of most examples do. */
export const byEmail: Pool = { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'], ...anyWord, ...own }
/** A pool whose users have user names. */
export const byName: Pool = { AutoVerifiedAttributes: ['email'], ...anyWord, ...own }
/** A pool with nothing but what a new one has. */
export const plain: Pool = {}
/** A pool that keeps events of its users. */
export const watched: Pool = { ...byEmail, UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }

/** Makes a pool, and then what the steps make upon it. */
export const prepared =
  (pool: Pool, steps: readonly Step[] = [], client: Client = {}): Preparation =>
  async (stage) => {
    const { poolId, clientId } = await makePool(
      stage.sdk,
      { PoolName: 'MyUserPool', ...pool },
      { ClientName: 'MyApp', ...client },
    )
    let names: Names = {
      'us-west-2_aaaaaaaaa': poolId,
      'us-west-2_EXAMPLE': poolId,
      '3n4b5urk1ft4fl3mg5e62d9ado': clientId,
      '38fjsnc484p94kpqsnet7mpld0': clientId,
      '12a3b456c7de890f11g123hijk': clientId,
    }
    for (const step of steps) names = { ...names, ...(await step({ ...stage, poolId, clientId })) }
    return names
  }

const listed = (attributes: Names) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
const addressOf = (username: string): Names => (username.includes('@') ? { email: username } : {})

/** A user with a temporary password. */
export const invited =
  (username: string, attributes: Names = {}, password = 'password'): Step =>
  async ({ sdk, poolId }) => {
    const UserAttributes = listed({ ...addressOf(username), ...attributes })
    const rest = { MessageAction: 'SUPPRESS', TemporaryPassword: password } as const
    await sdk.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: username, UserAttributes, ...rest }))
    return undefined
  }

/** A confirmed user. */
export const confirmed =
  (username: string, attributes: Names = {}, password = 'OldPassword'): Step =>
  async (made) => {
    await invited(username, attributes)(made)
    const user = { UserPoolId: made.poolId, Username: username }
    await made.sdk.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }))
    return undefined
  }

/** A user who signed up and is to be confirmed. */
export const signedUp =
  (username: string, attributes: Names = addressOf(username)): Step =>
  async ({ sdk, clientId }) => {
    const UserAttributes = listed(attributes)
    await sdk.send(new SignUpCommand({ ClientId: clientId, Username: username, Password: 'PASSWORD', UserAttributes }))
    return { CONF_CODE: DEV_CODE }
  }

/** The code of every message (CENOTE_DEV_CODE). */
export const DEV_CODE = '123456'

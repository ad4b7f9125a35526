import assert from 'node:assert/strict'
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { begin, confirm } from '../devices.ts'
import { makeClient, makePool, makeUser, PASSWORD } from '../fixture.ts'
import { site } from '../operations/passkeys/fixture.ts'
import type { SmtpTestServer } from '../outbound/smtp.ts'
import { makeAuthenticator, type Options } from '../webauthn.ts'
import type { Calls } from './calls.ts'

/** The text at a path of an answer. */
export const textAt = (answer: unknown, ...path: (string | number)[]): string => {
  const found = path.reduce<unknown>((inside, name) => Object(inside)[name], answer)
  return typeof found === 'string' ? found : assert.fail(`There is no ${path.join('.')}`)
}

/** Where a user gets e-mail. */
export const addressOf = (username: string) => `${username}@example.com`

/** The code of the first message to a user. */
const codeOf = async (mail: SmtpTestServer, username: string): Promise<string> => {
  for (let taken = 0; ; taken++) {
    await mail.taken(taken)
    const message = mail.received.slice(0, taken).find(({ to }) => to.includes(addressOf(username)))
    const code = /\b\d{6}\b/.exec(message?.raw.split('\r\n\r\n').slice(1).join() ?? '')?.[0]
    if (code !== undefined) return code
  }
}

/** Makes what one request uses up, or changes: users of a pool, what they have, and pools. */
export const makers = (calls: Calls, mail: SmtpTestServer, at: { poolId: string; clientId: string; name: string }) => {
  const { sdk, call } = calls
  const { poolId: UserPoolId, clientId: ClientId, name: place } = at
  let made = 0
  const newName = (kind: string) => `${kind}-${++made}-${place}`

  /** A user with a verified address. */
  const user = async (): Promise<string> => {
    const name = newName('user')
    await makeUser(sdk, UserPoolId, name, { email: addressOf(name), email_verified: 'true', nickname: name })
    return name
  }
  /** A sign-in of a new user, unless another is named. */
  const signedIn = async (given?: string) => {
    const username = given ?? (await user())
    const { AuthenticationResult: result = {} } = await begin(sdk, ClientId, username)
    const { AccessToken: accessToken = '', IdToken: idToken = '', RefreshToken: refreshToken = '' } = result
    return {
      username,
      result,
      accessToken,
      idToken,
      refreshToken,
      deviceKey: result.NewDeviceMetadata?.DeviceKey ?? '',
    }
  }

  return {
    user,
    signedIn,
    newName,
    code: (username: string) => codeOf(mail, username),
    /** Somebody who is to choose a password, in a sign-in under way. */
    newcomer: async () => {
      const Username = newName('newcomer')
      await call('AdminCreateUser', { UserPoolId, Username, TemporaryPassword: PASSWORD, MessageAction: 'SUPPRESS' })
      const { Session = '' } = await begin(sdk, ClientId, Username)
      return { username: Username, session: Session }
    },
    /** Somebody who has signed up, and is to confirm it. */
    signedUp: async () => {
      const Username = newName('new')
      const UserAttributes = [{ Name: 'email', Value: addressOf(Username) }]
      await call('SignUp', { ClientId, Username, Password: PASSWORD, UserAttributes })
      return Username
    },
    /** A device that is confirmed, with a sign-in of its owner. */
    device: async (username?: string) => {
      const owner = await signedIn(username)
      await confirm(sdk, owner.result)
      return owner
    },
    /** Starts the registration of a passkey, and gives what would complete it. */
    passkey: async (AccessToken: string) => {
      const { CredentialCreationOptions } = await call('StartWebAuthnRegistration', { AccessToken })
      return makeAuthenticator(site).create(CredentialCreationOptions as Options) // as a browser takes them
    },
    pool: async (settings: Partial<CreateUserPoolCommandInput> = {}) => (await makePool(sdk, settings)).poolId,
    client: (settings: Partial<CreateUserPoolClientCommandInput> = {}) => makeClient(sdk, UserPoolId, settings),
  }
}

/** What makes things. */
export type Make = ReturnType<typeof makers>

import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type IAuthenticationCallback,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js'
import { PASSWORD } from '../fixture.ts'

/** What an app of amazon-cognito-identity-js remembers: its tokens and its device. */
const makeStorage = (): ICognitoStorage & { find(end: string): string | undefined } => {
  const items = new Map<string, string>()
  return {
    setItem: (name, value) => void items.set(name, value),
    getItem: (name) => items.get(name) ?? null,
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
    find: (end) => [...items].find(([name]) => name.endsWith(end))?.[1],
  }
}

/** What a step of a sign-in led to: the tokens, or the callback that the library asks the app by. */
export type Step =
  | { asks: 'nothing'; session: CognitoUserSession; mustConfirmDevice: boolean | undefined }
  | {
      asks: 'newPasswordRequired' | 'mfaRequired' | 'totpRequired' | 'customChallenge' | 'mfaSetup' | 'selectMFAType'
      given: readonly unknown[]
    }

/** Waits for the callback by which a step ends. */
export const step = (begin: (callbacks: Required<IAuthenticationCallback>) => void): Promise<Step> =>
  new Promise((resolve, reject) => {
    const asks =
      (name: Exclude<Step['asks'], 'nothing'>) =>
      (...given: unknown[]) =>
        resolve({ asks: name, given })
    begin({
      onSuccess: (session, mustConfirmDevice) => resolve({ asks: 'nothing', session, mustConfirmDevice }),
      onFailure: reject,
      newPasswordRequired: asks('newPasswordRequired'),
      mfaRequired: asks('mfaRequired'),
      totpRequired: asks('totpRequired'),
      customChallenge: asks('customChallenge'),
      mfaSetup: asks('mfaSetup'),
      selectMFAType: asks('selectMFAType'),
    })
  })

/** The session of a step that ends a sign-in. */
export const sessionOf = (reached: Step): CognitoUserSession => {
  if (reached.asks !== 'nothing') throw new Error(`The sign-in asks for ${reached.asks}`)
  return reached.session
}

/** Waits for a callback that takes an error or a result. */
export const called = <T>(begin: (callback: (error?: Error | null, result?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    begin((error, result) => (error ? reject(error) : resolve(result as T))) // the library gives one of the two
  })

/** Waits for one of a pair of callbacks. */
export const told = <T>(
  begin: (callbacks: { onSuccess: (result: T) => void; onFailure: (error: Error) => void }) => void,
): Promise<T> => new Promise((onSuccess, onFailure) => begin({ onSuccess, onFailure }))

/** An app that somebody has on a device of theirs. It keeps what it learns between sign-ins. */
export const makeApp = (endpoint: string, { poolId, clientId }: { poolId: string; clientId: string }) => {
  const Storage = makeStorage()
  const pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint, Storage })
  const user = (Username: string, flow = 'USER_SRP_AUTH') => {
    const made = new CognitoUser({ Username, Pool: pool, Storage })
    made.setAuthenticationFlowType(flow)
    return made
  }
  return {
    pool,
    user,
    deviceKey: () => Storage.find('.deviceKey'),
    /** Begins a sign-in by password, in any flow. */
    authenticate: (who: CognitoUser, Password = PASSWORD) =>
      step((callbacks) =>
        who.authenticateUser(new AuthenticationDetails({ Username: who.getUsername(), Password }), callbacks),
      ),
  }
}

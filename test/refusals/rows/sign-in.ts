import { PASSWORD } from '../../fixture.ts'
import type { Row, Rows } from './row.ts'

const client: Row = ({ clientId }) => ({ ClientId: clientId })
const to = async ({ clientId }: Parameters<Row>[0], username: string | Promise<string>) => ({
  ClientId: clientId,
  Username: await username,
})

/** Requests of whoever wants in. */
export const signIn: Rows = {
  ConfirmForgotPassword: async (at, { call }) => {
    const named = await to(at, at.make.user())
    await call('ForgotPassword', named)
    return { ...named, ConfirmationCode: await at.make.code(named.Username), Password: `${PASSWORD}-new` }
  },
  ConfirmSignUp: async (at) => {
    const named = await to(at, at.make.signedUp())
    return { ...named, ConfirmationCode: await at.make.code(named.Username) }
  },
  ForgotPassword: (at) => to(at, at.make.user()),
  GetClientToken: ({ machine }) => ({ ClientId: machine.clientId, Secret: machine.secret }),
  GetTokensFromRefreshToken: async ({ clientId, make }) => {
    const { refreshToken, deviceKey } = await make.device()
    return { ClientId: clientId, RefreshToken: refreshToken, DeviceKey: deviceKey }
  },
  InitiateAuth: (at, calls) => ({
    ...client(at, calls),
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: at.jane.username, PASSWORD },
  }),
  ResendConfirmationCode: (at) => to(at, at.make.signedUp()),
  RespondToAuthChallenge: async ({ clientId, make }) => {
    const { username, session } = await make.newcomer()
    return {
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: `${PASSWORD}-new` },
      Session: session,
    }
  },
  RevokeToken: async ({ clientId, make }) => ({ ClientId: clientId, Token: (await make.signedIn()).refreshToken }),
  SignUp: (at) => ({ ClientId: at.clientId, Username: at.make.newName('sign-up'), Password: PASSWORD }),
}

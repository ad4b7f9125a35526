import { randomBytes } from 'node:crypto'
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  type AuthenticationResultType,
  type AuthFlowType,
  type ChallengeNameType,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  type LambdaConfigType,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { powerOfG } from '../../src/compute/power.ts'
import { claimOf, confirm, type KeptDevice, TRACKING } from '../devices.ts'
import { makeClient, makeUser, PASSWORD } from '../fixture.ts'
import type { TestServer } from '../harness.ts'
import { srpClient } from '../srp.ts'
import { everyTrigger, makeTriggerPool } from '../triggers.ts'

export const NEW_PASSWORD = 'Battery-staple-7'
export const USERNAME = 'jane'
const EMAIL = 'jane@example.com'

/** What the callers of all operations send along. */
export const METADATA = { from: 'the caller' }
/** What sign-ups send for their function alone. */
export const VALIDATION = { check: 'this' }

const toList = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

/** Operations on the one user of a pool, each with ClientMetadata where it takes any. */
export type World = Awaited<ReturnType<typeof makeWorld>>
/** Something that is done there. */
export type Story = (world: World) => Promise<unknown>

/** Makes a pool with functions, in which jane may come to be. */
export const makeWorld = async (server: TestServer, LambdaConfig: LambdaConfigType = everyTrigger) => {
  const sdk = server.client()
  const { poolId, clientId } = await makeTriggerPool(sdk, {
    ...TRACKING,
    LambdaConfig,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
    },
  })
  const [UserPoolId, ClientId, Username] = [poolId, clientId, USERNAME]
  const ClientMetadata = METADATA
  const ValidationData = toList(VALIDATION)
  const about = { UserPoolId, Username, ClientMetadata }
  const from = { ClientId, Username, ClientMetadata }
  const state = {
    tokens: {} as AuthenticationResultType,
    challenge: {} as Partial<InitiateAuthCommandOutput>,
    device: undefined as KeptDevice | undefined,
  }
  const keep = (answer: Partial<InitiateAuthCommandOutput>) => {
    state.tokens = answer.AuthenticationResult ?? state.tokens
    state.challenge = answer
  }
  const initiateAt =
    (client: string) =>
    async (AuthFlow: AuthFlowType, more: Record<string, string> = {}) =>
      keep(
        await sdk.send(
          new InitiateAuthCommand({
            ClientId: client,
            AuthFlow,
            AuthParameters: { USERNAME: Username, ...more },
            ClientMetadata,
          }),
        ),
      )
  const initiate = initiateAt(ClientId)
  const respond = async (ChallengeName: ChallengeNameType, responses: Record<string, string>) =>
    keep(
      await sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session: state.challenge.Session,
          ChallengeResponses: { USERNAME: Username, ...responses },
          ClientMetadata,
        }),
      ),
    )
  const token = () => ({ AccessToken: state.tokens.AccessToken })
  const user = () => makeUser(sdk, poolId, Username, { email: EMAIL, email_verified: 'true' })
  const signedIn = async () => {
    await user()
    await initiate('USER_PASSWORD_AUTH', { PASSWORD })
  }
  const srp = srpClient(poolId)
  const a = randomBytes(32)

  return {
    poolId,
    clientId,
    password: PASSWORD,
    accessToken: () => token().AccessToken,
    user,
    signedIn,
    initiate,
    respond,
    refused: (request: Promise<unknown>) =>
      request.then(
        () => {
          throw new Error('nobody refused it')
        },
        () => {},
      ),
    async initiateHidden(flow: AuthFlowType, more: Record<string, string>) {
      const hiding = { PreventUserExistenceErrors: 'ENABLED' } as const
      const { clientId: other } = await makeClient(sdk, poolId, hiding)
      return initiateAt(other)(flow, more)
    },
    async adminInitiate(more: Record<string, string>) {
      const AuthParameters = { USERNAME: Username, ...more }
      const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH'
      await sdk.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters, ClientMetadata }))
    },
    async respondWithCode(name: ChallengeNameType, answer: string) {
      await respond(name, { [answer]: await server.code(EMAIL) })
    },
    startSrp: () => initiate('USER_SRP_AUTH', { SRP_A: srp.SRP_A }),
    finishSrp: () => respond('PASSWORD_VERIFIER', srp.claim(state.challenge.ChallengeParameters, PASSWORD)),
    signUp: () =>
      sdk.send(
        new SignUpCommand({ ...from, Password: PASSWORD, UserAttributes: toList({ email: EMAIL }), ValidationData }),
      ),
    confirmSignUp: async () =>
      sdk.send(new ConfirmSignUpCommand({ ...from, ConfirmationCode: await server.code(EMAIL) })),
    adminConfirmSignUp: () => sdk.send(new AdminConfirmSignUpCommand(about)),
    resendConfirmationCode: () => sdk.send(new ResendConfirmationCodeCommand(from)),
    adminCreateUser: (more: Partial<AdminCreateUserCommandInput> = {}) =>
      sdk.send(
        new AdminCreateUserCommand({
          ...about,
          UserAttributes: toList({ email: EMAIL, email_verified: 'true' }),
          ValidationData,
          DesiredDeliveryMediums: ['EMAIL'],
          ...{ TemporaryPassword: PASSWORD },
          ...more,
        }),
      ),
    forgotPassword: () => sdk.send(new ForgotPasswordCommand(from)),
    confirmForgotPassword: async () =>
      sdk.send(
        new ConfirmForgotPasswordCommand({
          ...from,
          Password: NEW_PASSWORD,
          ConfirmationCode: await server.code(EMAIL),
        }),
      ),
    adminResetUserPassword: () => sdk.send(new AdminResetUserPasswordCommand(about)),
    updateUserAttributes: (attributes: Record<string, string>) =>
      sdk.send(new UpdateUserAttributesCommand({ ...token(), UserAttributes: toList(attributes), ClientMetadata })),
    adminUpdateUserAttributes: (attributes: Record<string, string>) =>
      sdk.send(new AdminUpdateUserAttributesCommand({ ...about, UserAttributes: toList(attributes) })),
    getUserAttributeVerificationCode: () =>
      sdk.send(new GetUserAttributeVerificationCodeCommand({ ...token(), AttributeName: 'email', ClientMetadata })),
    verifyUserAttribute: async () =>
      sdk.send(new VerifyUserAttributeCommand({ ...token(), AttributeName: 'email', Code: await server.code(EMAIL) })),
    getUser: () => sdk.send(new GetUserCommand(token())),
    changePassword: () =>
      sdk.send(new ChangePasswordCommand({ ...token(), PreviousPassword: PASSWORD, ProposedPassword: NEW_PASSWORD })),
    globalSignOut: () => sdk.send(new GlobalSignOutCommand(token())),
    async refresh() {
      const parameters = { REFRESH_TOKEN: state.tokens.RefreshToken ?? '', ...deviceOf(state.tokens) }
      await initiate('REFRESH_TOKEN_AUTH', parameters)
    },
    getTokensFromRefreshToken: () =>
      sdk.send(
        new GetTokensFromRefreshTokenCommand({
          ClientId,
          RefreshToken: state.tokens.RefreshToken,
          DeviceKey: deviceOf(state.tokens).DEVICE_KEY,
          ClientMetadata,
        }),
      ),
    async userWithMfa() {
      await sdk.send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId,
          MfaConfiguration: 'OPTIONAL',
          EmailMfaConfiguration: {},
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      )
      await user()
      const EmailMfaSettings = { Enabled: true, PreferredMfa: true }
      await sdk.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, EmailMfaSettings }))
    },
    async userWithDevice() {
      await signedIn()
      state.device = await confirm(sdk, state.tokens)
    },
    async signInWithDevice() {
      const { device } = state
      if (!device) throw new Error('there is no device')
      const DEVICE_KEY = device.key
      await initiate('USER_PASSWORD_AUTH', { PASSWORD, DEVICE_KEY })
      const unsaid = async (ChallengeName: ChallengeNameType, responses: Record<string, string>) =>
        keep(
          await sdk.send(
            new RespondToAuthChallengeCommand({
              ClientId,
              ChallengeName,
              Session: state.challenge.Session,
              ChallengeResponses: { USERNAME: Username, ...responses },
            }),
          ),
        )
      await unsaid('DEVICE_SRP_AUTH', { DEVICE_KEY, SRP_A: powerOfG(a).toString('hex') })
      await unsaid('DEVICE_PASSWORD_VERIFIER', claimOf(device, a, state.challenge.ChallengeParameters ?? {}))
    },
  }
}

/** In a pool that tracks devices, who refreshes names the device that the sign-in was told of. */
const deviceOf = ({ NewDeviceMetadata }: AuthenticationResultType): { DEVICE_KEY?: string } =>
  NewDeviceMetadata?.DeviceKey === undefined ? {} : { DEVICE_KEY: NewDeviceMetadata.DeviceKey }

import { createHmac, randomBytes } from 'node:crypto'
import {
  AddUserPoolClientSecretCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'

/** Everything secret that a story brought about, with what each is. */
export type Secrets = {
  /** Takes a secret down and gives it back. */
  keep(what: string, secret: string | undefined): string
  all(): [what: string, secret: string][]
}

/** Begins a list of secrets. */
export const makeSecrets = (): Secrets => {
  const kept = new Map<string, string>()
  return {
    keep(what, secret) {
      if (!secret) throw new Error(`There is no ${what}`)
      kept.set(secret, what)
      return secret
    },
    all: () => [...kept].map(([secret, what]) => [what, secret]),
  }
}

/** Whether a text holds a secret. Digits also stand in longer numbers and in identifiers, where they are no code. */
export const occursIn = (text: string, secret: string) =>
  /^\d+$/.test(secret) ? new RegExp(`(?<![\\w-])${secret}(?![\\w-])`).test(text) : text.includes(secret)

export type StoryOptions = {
  sdk: CognitoIdentityProviderClient
  secrets: Secrets
  /** What the next message to an address holds: the code or password that stands in it in brackets. */
  message(to: string): Promise<string>
}

/** What a story leaves behind: who is there, and with which password. */
export type Story = {
  poolId: string
  users: Map<string, { sub: string; password: string }>
  signIn(username: string, password: string): Promise<unknown>
}

/** Runs a request that is to fail; its message is nobody's secret either. */
type Refused = (work: Promise<unknown>) => Promise<void>

const wait =
  (refusals: string[]): Refused =>
  async (work) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    )
    if (!error) throw new Error('It should have been refused')
    refusals.push(`${error.name}: ${error.message}`)
  }

/**
 * Goes through all that this server can do with secrets, right and wrong, by a client with a secret.
 * Gives what it leaves behind, and what was answered to everything that was refused.
 */
export const tellStory = async ({ sdk, secrets, message }: StoryOptions): Promise<Story & { refusals: string[] }> => {
  const { keep } = secrets
  const refusals: string[] = []
  const refused = wait(refusals)
  const newPassword = () => keep('a password', `Canary-${randomBytes(9).toString('hex')}`)
  const users: Story['users'] = new Map()

  const { UserPool } = await sdk.send(
    new CreateUserPoolCommand({
      PoolName: 'canaries',
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireUppercase: true, PasswordHistorySize: 3 } },
      VerificationMessageTemplate: { EmailSubject: 'Code', EmailMessage: 'It is [{####}]' },
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'You are {username} with [{####}]' },
      },
    }),
  )
  const poolId = UserPool?.Id ?? ''
  const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'] as const
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'shop',
      GenerateSecret: true,
      ExplicitAuthFlows: [...flows],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
    }),
  )
  const ClientId = UserPoolClient?.ClientId ?? ''
  const clientSecret = keep('a client secret', UserPoolClient?.ClientSecret)
  const { ClientSecretDescriptor: second } = await sdk.send(
    new AddUserPoolClientSecretCommand({ UserPoolId: poolId, ClientId }),
  )
  keep('a second client secret', second?.ClientSecretValue)
  await sdk.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }))
  const hash = (name: string, secret = clientSecret) =>
    keep(
      'a SECRET_HASH',
      createHmac('sha256', secret)
        .update(name + ClientId)
        .digest('base64'),
    )

  const keepTokens = (tokens: AuthenticationResultType | undefined) => ({
    access: keep('an access token', tokens?.AccessToken),
    id: keep('an ID token', tokens?.IdToken),
    refresh: keep('a refresh token', tokens?.RefreshToken),
  })
  const begin = (username: string, password: string, secretHash = hash(username)) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: secretHash },
      }),
    )

  // Sign-up
  const email = 'jane@example.com'
  const jane = { ClientId, Username: 'jane', SecretHash: hash('jane') }
  const first = newPassword()
  await refused(sdk.send(new SignUpCommand({ ...jane, Password: keep('a weak password', 'canaryweak') })))
  await refused(sdk.send(new SignUpCommand({ ...jane, SecretHash: hash('jane', 'wrong'), Password: first })))
  const { UserSub } = await sdk.send(
    new SignUpCommand({ ...jane, Password: first, UserAttributes: [{ Name: 'email', Value: email }] }),
  )
  keep('a replaced code', await message(email))
  await sdk.send(new ResendConfirmationCodeCommand(jane))
  const signUpCode = keep('a sign-up code', await message(email))
  const wrongCode = signUpCode.replace(/./, (digit) => String((Number(digit) + 1) % 10))
  await refused(sdk.send(new ConfirmSignUpCommand({ ...jane, ConfirmationCode: keep('a wrong code', wrongCode) })))
  await refused(begin('jane', first))
  await sdk.send(new ConfirmSignUpCommand({ ...jane, ConfirmationCode: signUpCode }))

  // Sign-in
  await refused(begin('jane', newPassword()))
  await refused(begin('jane', first, keep('a wrong SECRET_HASH', `canary${'x'.repeat(38)}`)))
  await refused(begin(newPassword(), first)) // typed into the name box
  const signedIn = keepTokens((await begin('jane', first)).AuthenticationResult)
  await sdk.send(new GetUserCommand({ AccessToken: signedIn.access }))
  await refused(sdk.send(new GetUserCommand({ AccessToken: signedIn.id })))
  await refused(sdk.send(new GetUserCommand({ AccessToken: keep('an altered token', `${signedIn.access}x`) })))
  const { AuthenticationResult: rotated } = await sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId, ClientSecret: clientSecret, RefreshToken: signedIn.refresh }),
  )
  const refreshed = keepTokens(rotated)
  await refused(
    sdk.send(
      new GetTokensFromRefreshTokenCommand({
        ClientId,
        ClientSecret: clientSecret,
        RefreshToken: `${refreshed.refresh}x`,
      }),
    ),
  )

  // Her own changes
  const changed = newPassword()
  const change = (PreviousPassword: string, ProposedPassword: string) =>
    sdk.send(new ChangePasswordCommand({ AccessToken: refreshed.access, PreviousPassword, ProposedPassword }))
  await refused(change(newPassword(), changed))
  await refused(change(first, first))
  await change(first, changed)
  const moved = 'jane.moved@example.com'
  await sdk.send(
    new UpdateUserAttributesCommand({
      AccessToken: refreshed.access,
      UserAttributes: [{ Name: 'email', Value: moved }],
    }),
  )
  keep('a replaced code', await message(moved))
  const attribute = { AccessToken: refreshed.access, AttributeName: 'email' }
  await sdk.send(new GetUserAttributeVerificationCodeCommand(attribute))
  const verification = keep('a verification code', await message(moved))
  await sdk.send(new VerifyUserAttributeCommand({ ...attribute, Code: verification }))
  await refused(sdk.send(new VerifyUserAttributeCommand({ ...attribute, Code: verification })))

  // Recovery
  await sdk.send(new ForgotPasswordCommand(jane))
  const recovery = keep('a recovery code', await message(moved))
  const recovered = newPassword()
  const recover = (ConfirmationCode: string, Password: string) =>
    sdk.send(new ConfirmForgotPasswordCommand({ ...jane, ConfirmationCode, Password }))
  await refused(recover(recovery === '111111' ? '222222' : '111111', recovered))
  await recover(recovery, recovered)
  users.set('jane', { sub: UserSub ?? '', password: recovered })

  // SRP, as far as a challenge and a wrong proof
  const srp = await sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: 'jane', SRP_A: 'abcdef12345', SECRET_HASH: hash('jane') },
    }),
  )
  const block = keep('a SECRET_BLOCK', srp.ChallengeParameters?.SECRET_BLOCK)
  await refused(
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: 'jane',
          SECRET_HASH: hash('jane'),
          PASSWORD_CLAIM_SECRET_BLOCK: block,
          PASSWORD_CLAIM_SIGNATURE: keep('a proof', randomBytes(32).toString('base64')),
          TIMESTAMP: 'Tue Jan 6 03:04:05 UTC 2026',
        },
      }),
    ),
  )

  // Users of an administrator
  const invite = async (Username: string, TemporaryPassword: string | undefined) => {
    const address = `${Username}@example.com`
    const { User } = await sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username,
        TemporaryPassword,
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [
          { Name: 'email', Value: address },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
    return { sub, temporary: keep('a temporary password', await message(address)) }
  }
  const joe = await invite('joe', newPassword())
  const joan = await invite('joan', undefined)
  users.set('joan', { sub: joan.sub, password: joan.temporary })
  const challenged = await begin('joe', joe.temporary)
  const session = keep('a Session', challenged.Session)
  const lasting = newPassword()
  const answer = (NEW_PASSWORD: string) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: session,
        ChallengeResponses: { USERNAME: 'joe', NEW_PASSWORD, SECRET_HASH: hash('joe') },
      }),
    )
  await refused(answer(keep('a weak password', 'canaryshort')))
  keepTokens((await answer(lasting)).AuthenticationResult)
  await refused(answer(lasting))
  const set = newPassword()
  const joeIs = { UserPoolId: poolId, Username: 'joe' }
  await sdk.send(new AdminSetUserPasswordCommand({ ...joeIs, Password: set, Permanent: true }))
  users.set('joe', { sub: joe.sub, password: set })
  const admin = await sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'joe', PASSWORD: set, SECRET_HASH: hash('joe') },
    }),
  )
  const admins = keepTokens(admin.AuthenticationResult)
  await sdk.send(new AdminGetUserCommand(joeIs))
  await sdk.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 1 }))
  await sdk.send(new AdminResetUserPasswordCommand(joeIs))
  keep('a code of a reset', await message('joe@example.com'))

  // The ends
  await sdk.send(new RevokeTokenCommand({ ClientId, ClientSecret: clientSecret, Token: admins.refresh }))
  await refused(sdk.send(new GetUserCommand({ AccessToken: admins.access })))
  const last = keepTokens((await begin('jane', recovered)).AuthenticationResult)
  await sdk.send(new GlobalSignOutCommand({ AccessToken: last.access }))
  await refused(sdk.send(new GetUserCommand({ AccessToken: last.access })))
  await sdk.send(new AdminDisableUserCommand(joeIs))
  await refused(begin('joe', set))
  return { poolId, users, refusals, signIn: begin }
}

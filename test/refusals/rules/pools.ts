import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider'
import { unverifiedBrandingTexts } from '../../../src/domain/unverified-branding-texts.ts'
import { unverifiedRiskTexts } from '../../../src/domain/unverified-risk-texts.ts'
import { unverifiedTexts } from '../../../src/domain/unverified-texts.ts'
import { makePool, makeUser, PASSWORD, signIn } from '../../fixture.ts'
import { newPrefix } from '../../operations/domains/fixture.ts'
import { declaring, type Refusal, shapeOfInput } from '../case.ts'
import type { Change } from '../change.ts'
import type { Members } from '../constraints.ts'
import { textAt } from '../make.ts'
import { terms } from '../place.ts'
import type { World } from '../world.ts'

type Settings = Partial<CreateUserPoolCommandInput>

/** A pool with these settings, a client of it, and somebody in it who is signed in. */
const makeInhabited = async ({ calls: { sdk } }: World, settings: Settings): Promise<Members> => {
  const { poolId, clientId } = await makePool(sdk, settings)
  await makeUser(sdk, poolId, 'somebody')
  const { accessToken } = await signIn(sdk, clientId, 'somebody')
  return { UserPoolId: poolId, ClientId: clientId, Username: 'somebody', AccessToken: accessToken }
}

/** The members that an operation knows. */
const known = (operation: string, members: Members): Members => {
  const shapes = shapeOfInput(operation).members ?? {}
  return Object.fromEntries(Object.entries(members).filter(([name]) => shapes[name]))
}

/** The same request about another pool, of which what is named does not allow it. */
const inPool = (operation: string, what: string, settings: Settings, refusal: Refusal, more: Members = {}): Change => [
  operation,
  what,
  async (world) => ({ ...known(operation, await makeInhabited(world, settings)), ...more }),
  () => refusal,
]

/** What needs threat protection, or asks for a feature that the pool has turned off. */
const turnedOff: Change[] = [
  ...declaring('UserPoolAddOnNotEnabledException').map((operation) =>
    inPool(operation, 'a pool without threat protection', {}, [
      'UserPoolAddOnNotEnabledException',
      unverifiedRiskTexts.addOn,
    ]),
  ),
  ...declaring('InvalidUserPoolConfigurationException')
    .filter((operation) => operation.includes('Device'))
    .map((operation) =>
      inPool(operation, 'a pool that does not track devices', {}, [
        'InvalidUserPoolConfigurationException',
        unverifiedTexts.deviceTracking,
      ]),
    ),
  ...declaring('WebAuthnNotEnabledException').map((operation) =>
    inPool(operation, 'a pool without passkeys', {}, [
      'WebAuthnNotEnabledException',
      'Passkeys are not enabled for the user pool.',
    ]),
  ),
  ...['AssociateSoftwareToken', 'VerifySoftwareToken'].map((operation) =>
    inPool(operation, 'a pool without apps', {}, [
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool',
    ]),
  ),
]

const TIER: Settings = { UserPoolTier: 'LITE' }
const unavailable = (feature: string): Refusal => [
  'FeatureUnavailableInTierException',
  `The following features need to be disabled for the LITE pricing tier configured: ${feature}`,
]
const levels: Refusal = [
  'FeatureUnavailableInTierException',
  'Authentication levels are not available in the LITE pricing tier.',
]
const codes = { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } }
const choice = { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const] }

/** A sign-in to a level, in a pool that has become a Lite one. */
const toLevel = (operation: string): Change => [
  operation,
  'a level in a Lite pool',
  async ({ calls }) => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool(calls.sdk, {}, choice)
    await calls.call('UpdateUserPool', { UserPoolId, ...TIER })
    return {
      UserPoolId,
      ClientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'somebody', TARGET_ACR_VALUES: 'any' },
    }
  },
  () => levels,
]

const lite = (operation: string, feature: string, more: Members = {}): Change =>
  inPool(operation, `${feature} in a Lite pool`, TIER, unavailable(feature), more)

/** What a Lite pool does not have. */
const tiers: Change[] = [
  toLevel('AdminInitiateAuth'),
  toLevel('InitiateAuth'),
  [
    'CreateUserPool',
    'a Lite pool with codes',
    () => ({ ...TIER, ...codes }),
    () => unavailable('Passwordless Sign-In'),
  ],
  [
    'UpdateUserPool',
    'a Lite pool with codes',
    () => ({ ...TIER, ...codes }),
    () => unavailable('Passwordless Sign-In'),
  ],
  lite('CreateUserPoolClient', 'Passwordless Sign-In', choice),
  lite('UpdateUserPoolClient', 'Passwordless Sign-In', choice),
  lite('CreateUserPoolDomain', 'Managed Login', { Domain: newPrefix(), ManagedLoginVersion: 2 }),
  lite('CreateUserPoolReplica', 'Multi-Region Replication'),
  lite('SetUserPoolSessionConfiguration', 'Session Management'),
  lite('SetUserPoolClientSessionConfiguration', 'Session Management'),
  inPool(
    'SetUserPoolMfaConfig',
    'Email MFA in a Lite pool',
    {
      ...TIER,
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
      },
    },
    unavailable('Email MFA'),
    { MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} },
  ),
  [
    'UpdateUserPoolDomain',
    'Managed Login in a Lite pool',
    async ({ calls, here: { make } }) => {
      const named = { UserPoolId: await make.pool(TIER), Domain: newPrefix() }
      await calls.call('CreateUserPoolDomain', named)
      return { ...named, ManagedLoginVersion: 2 }
    },
    () => unavailable('Managed Login'),
  ],
  inPool(
    'SetLogDeliveryConfiguration',
    'events of a pool that is not of the Plus tier',
    {},
    [
      'FeatureUnavailableInTierException',
      'The following feature is not available for the ESSENTIALS pricing tier configured: Log Streaming',
    ],
    {
      LogConfigurations: [
        {
          EventSource: 'userAuthEvents',
          LogLevel: 'INFO',
          CloudWatchLogsConfiguration: { LogGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:events' },
        },
      ],
    },
  ),
]

/** Settings that pools and clients cannot have. */
const settings: Change[] = [
  ...['CreateUserPool', 'CreateUserPoolReplica', 'UpdateUserPool'].map((operation): Change => {
    const change = () => ({ UserPoolTags: { 'aws:team': 'red' } })
    return [operation, 'a tag that is reserved', change, () => ['UserPoolTaggingException', unverifiedTexts.tagPrefix]]
  }),
  ...declaring('InvalidOAuthFlowException').map((operation): Change => {
    const message = 'client_credentials flow can not be selected if client does not have a client secret.'
    const change = () => ({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['openid'],
    })
    return [operation, 'a machine without a secret', change, () => ['InvalidOAuthFlowException', message]]
  }),
  [
    'UpdateProvisionedLimit',
    'more than anybody gets',
    () => ({ RequestedLimitValue: 1_000_000 }),
    () => ['ServiceQuotaExceededException', unverifiedRiskTexts.limitAbove('UserToken', 1200)],
  ],
]

const toTelephones: Settings = {
  AutoVerifiedAttributes: ['phone_number'],
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
}
const telephone = { Name: 'phone_number', Value: '+15555550100' }
const withTelephone = { UserAttributes: [telephone] }

/** Somebody who gets nothing but text messages, and has confirmed or has not. */
const makeOnTelephone = async ({ calls: { sdk, call } }: World, isConfirmed: boolean): Promise<Members> => {
  const { poolId: UserPoolId, clientId: ClientId } = await makePool(sdk, toTelephones)
  const named = { UserPoolId, Username: 'somebody' }
  if (isConfirmed) await makeUser(sdk, UserPoolId, 'somebody')
  else await call('SignUp', { ClientId, Username: 'somebody', Password: PASSWORD })
  const UserAttributes = [telephone, { Name: 'phone_number_verified', Value: 'true' }]
  await call('AdminUpdateUserAttributes', { ...named, UserAttributes })
  const { accessToken: AccessToken } = isConfirmed
    ? await signIn(sdk, ClientId, 'somebody')
    : { accessToken: undefined }
  return { ...named, ClientId, AccessToken, AttributeName: 'phone_number' }
}

const unsent: Refusal = [
  'CodeDeliveryFailureException',
  'This server is not set up to send text messages (CENOTE_SMS_WEBHOOK_URL or CENOTE_SNS).',
]

/** Messages that the server cannot send. */
const undeliverable: Change[] = [
  inPool('AdminCreateUser', 'an invitation by telephone', toTelephones, unsent, {
    ...withTelephone,
    Username: 'new',
    MessageAction: undefined,
    DesiredDeliveryMediums: ['SMS'],
  }),
  inPool('SignUp', 'a code by telephone', toTelephones, unsent, { ...withTelephone, Username: 'new' }),
  inPool('UpdateUserAttributes', 'a code by telephone', toTelephones, unsent, withTelephone),
  ...['ForgotPassword', 'GetUserAttributeVerificationCode', 'ResendConfirmationCode'].map(
    (operation): Change => [
      operation,
      'a code by telephone',
      async (world) => known(operation, await makeOnTelephone(world, operation !== 'ResendConfirmationCode')),
      () => unsent,
    ],
  ),
]

/** What a passkey, a document or an import needs, and is not there. */
const incomplete: Change[] = [
  inPool(
    'StartWebAuthnRegistration',
    'a pool without a name for passkeys',
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    ['WebAuthnConfigurationMissingException', 'The user pool has neither a relying party ID nor a domain.'],
  ),
  [
    'StartUserImportJob',
    'a job without a file',
    ({ here }) => ({ UserPoolId: here.poolId, JobId: here.jobId }),
    ({ here }) => ['PreconditionNotMetException', `No csv file was uploaded for ${here.jobId}`],
  ],
  [
    'UpdateTerms',
    'the name of other terms',
    async ({ here, calls }) => {
      const { clientId: ClientId } = await here.make.client()
      const named = { UserPoolId: here.poolId, ClientId, ...terms }
      await calls.call('CreateTerms', named)
      const other = await calls.call('CreateTerms', { ...named, TermsName: 'privacy-policy' })
      return { TermsId: textAt(other, 'Terms', 'TermsId'), TermsName: terms.TermsName }
    },
    () => ['TermsExistsException', unverifiedBrandingTexts.termsExist],
  ],
]

/** What the settings of a pool forbid. */
export const poolRules: readonly Change[] = [...turnedOff, ...tiers, ...settings, ...undeliverable, ...incomplete]

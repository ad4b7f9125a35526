import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider'
import { serviceError, useServer } from '../../harness.ts'
import { sms } from './refusals.ts'

const server = useServer()
type Stated = Partial<CreateUserPoolCommandInput>
type Mfa = Partial<SetUserPoolMfaConfigCommandInput>

const create = async (change: Stated = {}) =>
  (await server.client().send(new CreateUserPoolCommand({ PoolName: 'pool', ...change }))).UserPool?.Id ?? ''
const describe = async (UserPoolId: string) =>
  (await server.client().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool ?? {}
const get = async (UserPoolId: string) => {
  const { $metadata: _, ...answer } = await server.client().send(new GetUserPoolMfaConfigCommand({ UserPoolId }))
  return answer
}
const set = async (UserPoolId: string, change: Mfa) => {
  const command = new SetUserPoolMfaConfigCommand({ UserPoolId, ...change })
  const { $metadata: _, ...answer } = await server.client().send(command)
  return answer
}

const snsSms = { ...sms, SnsRegion: 'us-east-1' }
const developer: Stated = {
  EmailConfiguration: {
    EmailSendingAccount: 'DEVELOPER',
    SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/a@example.com',
  },
}

/** A pool, what is set, and what is answered and read back; the stated is, unless another is given. */
const settings: [name: string, pool: Stated, stated: Mfa, answer?: object][] = [
  ['nothing: all is off', {}, {}, { MfaConfiguration: 'OFF' }],
  ['off', { MfaConfiguration: 'ON', SmsConfiguration: sms }, { MfaConfiguration: 'OFF' }],
  ['codes of an app', {}, { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } }],
  [
    'SMS, with all that sends it',
    {},
    {
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsAuthenticationMessage: 'your code {####}', SmsConfiguration: sms },
    },
    {
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsAuthenticationMessage: 'your code {####}', SmsConfiguration: snsSms },
    },
  ],
  [
    'SMS, by what the pool has',
    { SmsConfiguration: sms, SmsAuthenticationMessage: 'old {####}' },
    { MfaConfiguration: 'ON', SmsMfaConfiguration: {}, SoftwareTokenMfaConfiguration: { Enabled: false } },
    {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsConfiguration: snsSms },
      SoftwareTokenMfaConfiguration: { Enabled: false },
    },
  ],
  [
    'e-mail',
    developer,
    { MfaConfiguration: 'ON', EmailMfaConfiguration: { Message: 'your code {####}', Subject: 'code' } },
  ],
  ['e-mail with default texts', developer, { MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: {} }],
  [
    'passkeys, which are no second factor by themselves',
    {},
    { WebAuthnConfiguration: { RelyingPartyId: 'localhost' } },
    {
      MfaConfiguration: 'OFF',
      WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' },
    },
  ],
  [
    'passkeys as both factors',
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
    {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: {
        RelyingPartyId: 'auth.example.com',
        UserVerification: 'required',
        FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
      },
    },
  ],
]

suite('sets', () => {
  for (const [name, pool, stated, answer = stated] of settings) {
    test(name, async () => {
      const id = await create(pool)
      assert.deepEqual(await set(id, stated), answer)
      assert.deepEqual(await get(id), answer)
      assert.equal((await describe(id)).MfaConfiguration, stated.MfaConfiguration ?? 'OFF')
    })
  }

  test('SMS so that the description of the pool agrees', async () => {
    const id = await create()
    await set(id, {
      MfaConfiguration: 'ON',
      SmsMfaConfiguration: { SmsAuthenticationMessage: 'your code {####}', SmsConfiguration: sms },
    })
    const { SmsAuthenticationMessage, SmsConfiguration } = await describe(id)
    assert.deepEqual([SmsAuthenticationMessage, SmsConfiguration], ['your code {####}', snsSms])
  })

  test('other factors: SMS is none any more, and what verifies phone numbers stays', async () => {
    const id = await create({ MfaConfiguration: 'ON', SmsConfiguration: sms, SmsAuthenticationMessage: 'sms {####}' })
    const stated: Mfa = { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } }
    assert.deepEqual(await set(id, stated), stated)
    const { SmsAuthenticationMessage, SmsConfiguration } = await describe(id)
    assert.deepEqual([SmsAuthenticationMessage, SmsConfiguration], ['sms {####}', snsSms])
  })
})

const off = "Invalid MFA configuration given, can't turn off MFA and configure an MFA together"
const none = "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
const IPE = 'InvalidParameterException'
const refusals: [name: string, pool: Stated, stated: Mfa, error: string, message: string][] = [
  ['a factor while off', {}, { MfaConfiguration: 'OFF', SmsMfaConfiguration: { SmsConfiguration: sms } }, IPE, off],
  ['a factor that is off while off', {}, { SoftwareTokenMfaConfiguration: { Enabled: false } }, IPE, off],
  ['e-mail while off, before its sender is looked at', {}, { EmailMfaConfiguration: {} }, IPE, off],
  ['MFA without a factor', {}, { MfaConfiguration: 'ON' }, IPE, none],
  [
    'MFA with a factor that is off',
    {},
    { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: false } },
    IPE,
    none,
  ],
  ['MFA with nothing but passkeys', {}, { MfaConfiguration: 'ON', WebAuthnConfiguration: {} }, IPE, none],
  [
    'SMS without a sender',
    {},
    { MfaConfiguration: 'ON', SmsMfaConfiguration: {} },
    IPE,
    'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
  ],
  [
    'an SNS Region that is not the pool’s',
    {},
    { MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsConfiguration: { ...sms, SnsRegion: 'eu-west-1' } } },
    IPE,
    'Invalid snsRegion. Allowed SNS region for us-east-1 is us-east-1',
  ],
  [
    'e-mail by the default sender',
    {},
    { MfaConfiguration: 'ON', EmailMfaConfiguration: {} },
    IPE,
    'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT.',
  ],
  [
    'e-mail where accounts are recovered by e-mail alone',
    {
      ...developer,
      AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
    },
    { MfaConfiguration: 'ON', EmailMfaConfiguration: {} },
    IPE,
    'Cannot set EmailMfaConfiguration when user pool AccountRecoverySetting is not set or contains only verified_email in RecoveryMechanisms.',
  ],
  [
    'e-mail in Lite',
    { ...developer, UserPoolTier: 'LITE' },
    { MfaConfiguration: 'ON', EmailMfaConfiguration: {} },
    'FeatureUnavailableInTierException',
    'The following features need to be disabled for the LITE pricing tier configured: Email MFA',
  ],
  [
    'MFA ON in a pool that lets codes begin a sign-in',
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } },
    IPE,
    'Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled',
  ],
  ...[{}, { UserVerification: 'required' as const }, { FactorConfiguration: 'SINGLE_FACTOR' as const }].map(
    (WebAuthnConfiguration): [string, Stated, Mfa, string, string] => [
      `MFA ON with passkeys as single factor: ${JSON.stringify(WebAuthnConfiguration)}`,
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
      { MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true }, WebAuthnConfiguration },
      IPE,
      'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
    ],
  ),
  ...['https://example.com', 'example.com:443', 'example.com/x', '-example.com', 'Example.com', 'a..b'].map(
    (RelyingPartyId): [string, Stated, Mfa, string, string] => [
      `a relying party that is no domain: ${RelyingPartyId}`,
      {},
      { WebAuthnConfiguration: { RelyingPartyId } },
      IPE,
      'RelyingPartyId must be a domain name.',
    ],
  ),
  [
    'V41 a line break in the subject',
    developer,
    { MfaConfiguration: 'ON', EmailMfaConfiguration: { Subject: 'a\r\nBcc: x@example.com' } },
    IPE,
    'emailMfaConfiguration.subject must not contain line breaks.',
  ],
  [
    'a message without its code',
    developer,
    { MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsAuthenticationMessage: 'no code' } },
    IPE,
    "1 validation error detected: Value 'no code' at 'smsMfaConfiguration.smsAuthenticationMessage' failed to satisfy constraint: Member must satisfy regular expression pattern: .*\\{####\\}.*",
  ],
]

suite('refuses', () => {
  for (const [name, pool, stated, error, message] of refusals) {
    test(name, async () => {
      const id = await create(pool)
      const before = await get(id)
      await assert.rejects(set(id, stated), serviceError(error, message))
      assert.deepEqual(await get(id), before)
    })
  }

  test('a pool that does not exist', () =>
    assert.rejects(
      set('us-east-1_unknown00', {}),
      serviceError('ResourceNotFoundException', 'User pool us-east-1_unknown00 does not exist.'),
    ))
})

import { defined } from '../../domain/defined.ts'
import { defaultAcrValues, type Pool, type PoolSettings, poolArn } from '../../domain/pool.ts'
import { copyTags } from '../../domain/tags.ts'
import { toTimestamp, toWire } from '../../wire/casing.ts'

/** The levels of authentication as they are in effect, by level. */
const acrConfiguration = (settings: PoolSettings) => {
  const values: Readonly<Record<string, string>> = { ...defaultAcrValues, ...settings.acrConfiguration }
  return Object.fromEntries(Object.entries(values).map(([level, value]) => [level, { AcrValue: value }]))
}

const messaging = ({ verificationMessageTemplate: template, ...settings }: PoolSettings) => ({
  // The template's texts are shown in the places of older clients as well.
  SmsVerificationMessage: template.smsMessage,
  EmailVerificationMessage: template.emailMessage,
  EmailVerificationSubject: template.emailSubject,
  VerificationMessageTemplate: toWire(template),
  SmsAuthenticationMessage: settings.smsAuthenticationMessage,
  EmailConfiguration: toWire(settings.emailConfiguration),
  SmsConfiguration: settings.smsConfiguration && toWire(settings.smsConfiguration),
})

const signIn = (settings: PoolSettings) => ({
  AutoVerifiedAttributes: settings.autoVerifiedAttributes,
  AliasAttributes: settings.aliasAttributes,
  UsernameAttributes: settings.usernameAttributes,
  UsernameConfiguration: settings.usernameConfiguration && toWire(settings.usernameConfiguration),
  UserAttributeUpdateSettings: toWire(settings.userAttributeUpdateSettings),
  MfaConfiguration: settings.mfaConfiguration,
  DeviceConfiguration: settings.deviceConfiguration && toWire(settings.deviceConfiguration),
  AccountRecoverySetting: settings.accountRecoverySetting && toWire(settings.accountRecoverySetting),
})

/** A pool as UserPoolType: `users` is how many it has, `accountId` is of its ARN. */
export const toUserPool = (pool: Pool, { accountId, users }: { accountId: string; users: number }) => {
  const { settings } = pool
  return defined({
    Id: pool.id,
    Name: pool.name,
    Policies: toWire(settings.policies),
    DeletionProtection: settings.deletionProtection,
    LambdaConfig: toWire(settings.lambdaConfig),
    LastModifiedDate: toTimestamp(pool.updatedAt),
    CreationDate: toTimestamp(pool.createdAt),
    SchemaAttributes: toWire(pool.schema),
    ...messaging(settings),
    ...signIn(settings),
    EstimatedNumberOfUsers: users,
    Domain: pool.prefixDomain,
    CustomDomain: pool.customDomain,
    UserPoolTags: Object.keys(pool.tags).length > 0 ? copyTags(pool.tags) : undefined,
    AdminCreateUserConfig: {
      ...toWire(settings.adminCreateUserConfig),
      // The older name of the policy's member, which older clients read.
      UnusedAccountValidityDays: settings.policies.passwordPolicy.temporaryPasswordValidityDays,
    },
    UserPoolAddOns: settings.userPoolAddOns && toWire(settings.userPoolAddOns),
    Arn: poolArn(pool, accountId),
    UserPoolTier: settings.userPoolTier,
    KeyConfiguration: settings.keyConfiguration && toWire(settings.keyConfiguration),
    IssuerConfiguration: settings.issuerConfiguration && toWire(settings.issuerConfiguration),
    DcrConfiguration: settings.dcrConfiguration && toWire(settings.dcrConfiguration),
    AcrConfiguration: acrConfiguration(settings),
  })
}

/** A pool as ListUserPools shows it, with the Region of its replica. */
export const toUserPoolDescription = (pool: Pool, replica: string | undefined) => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: toWire(pool.settings.lambdaConfig),
  LastModifiedDate: toTimestamp(pool.updatedAt),
  CreationDate: toTimestamp(pool.createdAt),
  ...(replica !== undefined && { ReplicaRegions: [replica] }),
})

/** The factors of a pool: those that are configured, and its mode. */
export const toMfaConfig = (settings: PoolSettings) =>
  defined({
    SmsMfaConfiguration: settings.smsMfa
      ? defined({
          SmsAuthenticationMessage: settings.smsAuthenticationMessage,
          SmsConfiguration: settings.smsConfiguration && toWire(settings.smsConfiguration),
        })
      : undefined,
    SoftwareTokenMfaConfiguration:
      settings.softwareTokenMfaConfiguration && toWire(settings.softwareTokenMfaConfiguration),
    EmailMfaConfiguration: settings.emailMfaConfiguration && toWire(settings.emailMfaConfiguration),
    MfaConfiguration: settings.mfaConfiguration,
    WebAuthnConfiguration: settings.webAuthnConfiguration && toWire(settings.webAuthnConfiguration),
  })

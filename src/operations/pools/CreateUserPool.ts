import { buildSchema } from '../../domain/attribute-definitions.ts'
import { fault } from '../../domain/errors.ts'
import { newPoolId } from '../../domain/generated-names.ts'
import { admitPool } from '../../domain/pool-admission.ts'
import { newPoolSettings } from '../../domain/pool-settings.ts'
import { checkTags } from '../../domain/tags.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolMfaType } from '../../wire/shapes/mfa.ts'
import {
  AccountRecoverySettingType,
  AcrConfigurationType,
  AliasAttributesListType,
  DcrConfigurationType,
  DeletionProtectionType,
  DeviceConfigurationType,
  IssuerConfigurationType,
  KeyConfigurationType,
  UserAttributeUpdateSettingsType,
  UsernameAttributesListType,
  UsernameConfigurationType,
  UserPoolAddOnsType,
  UserPoolNameType,
  UserPoolPolicyType,
  UserPoolTagsType,
  UserPoolTierType,
  VerifiedAttributesListType,
} from '../../wire/shapes/pool.ts'
import { LambdaConfigType } from '../../wire/shapes/pool-lambda.ts'
import {
  AdminCreateUserConfigType,
  EmailConfigurationType,
  EmailVerificationMessageType,
  EmailVerificationSubjectType,
  SmsConfigurationType,
  SmsVerificationMessageType,
  VerificationMessageTemplateType,
} from '../../wire/shapes/pool-messaging.ts'
import { SchemaAttributesListType } from '../../wire/shapes/pool-schema.ts'
import { operation } from '../operation.ts'
import { toSettingsInput } from './input.ts'
import { toUserPool } from './present.ts'

/** The default quota of a Region. */
const MAXIMUM_POOLS = 1000

/**
 * Makes a user pool with the service's defaults. Names by which users sign in, the case of user names
 * and required attributes are fixed from here on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
export const CreateUserPool = operation({
  auth: 'iam',
  quota: 'UserPoolUpdate',
  input: structure({
    PoolName: required(UserPoolNameType),
    Policies: UserPoolPolicyType,
    DeletionProtection: DeletionProtectionType,
    LambdaConfig: LambdaConfigType,
    AutoVerifiedAttributes: VerifiedAttributesListType,
    AliasAttributes: AliasAttributesListType,
    UsernameAttributes: UsernameAttributesListType,
    SmsVerificationMessage: SmsVerificationMessageType,
    EmailVerificationMessage: EmailVerificationMessageType,
    EmailVerificationSubject: EmailVerificationSubjectType,
    VerificationMessageTemplate: VerificationMessageTemplateType,
    SmsAuthenticationMessage: SmsVerificationMessageType,
    MfaConfiguration: UserPoolMfaType,
    UserAttributeUpdateSettings: UserAttributeUpdateSettingsType,
    DeviceConfiguration: DeviceConfigurationType,
    EmailConfiguration: EmailConfigurationType,
    SmsConfiguration: SmsConfigurationType,
    UserPoolTags: UserPoolTagsType,
    AdminCreateUserConfig: AdminCreateUserConfigType,
    Schema: SchemaAttributesListType,
    UserPoolAddOns: UserPoolAddOnsType,
    UsernameConfiguration: UsernameConfigurationType,
    AccountRecoverySetting: AccountRecoverySettingType,
    UserPoolTier: UserPoolTierType,
    KeyConfiguration: KeyConfigurationType,
    IssuerConfiguration: IssuerConfigurationType,
    DcrConfiguration: DcrConfigurationType,
    AcrConfiguration: AcrConfigurationType,
  }),
  async handle(input, ctx) {
    const place = { region: ctx.caller.region, accountId: ctx.settings.accountId }
    const stated = toSettingsInput(input)
    const settings = newPoolSettings(stated, place)
    admitPool({ input: stated, settings, place })
    const tags = input.UserPoolTags ?? {}
    checkTags(tags, 'UserPoolTaggingException')
    const schema = buildSchema(stated.schema)
    const now = ctx.now()
    const pool = {
      id: newPoolId(place.region, ctx.random),
      region: place.region,
      name: input.PoolName,
      settings,
      schema,
      tags,
      passwordMode: ctx.settings.passwordMode,
      createdAt: now,
      updatedAt: now,
    }
    await ctx.store.transaction(async (tx) => {
      await tx.regions.hold(place.region)
      if ((await tx.pools.count(place.region)) >= MAXIMUM_POOLS) {
        throw fault('LimitExceededException', unverifiedTexts.poolLimit)
      }
      await tx.pools.insert(pool)
    })
    return { UserPool: toUserPool(pool, { accountId: place.accountId, users: 0 }) }
  },
})

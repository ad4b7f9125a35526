import { admitPool } from '../../domain/pool-admission.ts'
import { updatedPoolSettings } from '../../domain/pool-settings.ts'
import { checkReplicable, requireRepeated } from '../../domain/replica.ts'
import { checkTags } from '../../domain/tags.ts'
import { checkDomainTier } from '../../domain/user-pool-domain.ts'
import { savePool } from '../../flows/save-settings.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { UserPoolMfaType } from '../../wire/shapes/mfa.ts'
import {
  AccountRecoverySettingType,
  AcrConfigurationType,
  DcrConfigurationType,
  DeletionProtectionType,
  DeviceConfigurationType,
  IssuerConfigurationType,
  KeyConfigurationType,
  UserAttributeUpdateSettingsType,
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
import { refuseDuringImport } from '../imports/refuse-during-import.ts'
import { operation } from '../operation.ts'
import { isAbroad, requirePool } from '../require.ts'
import { editTags } from '../tags/edit-tags.ts'
import { toSettingsInput } from './input.ts'

/**
 * Replaces the settings of a user pool: what a request leaves out goes back to its default, but for
 * what `updatedPoolSettings` keeps. A replica takes tags of its own, with settings that repeat those of the pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
 */
export const UpdateUserPool = operation({
  auth: 'iam',
  quota: 'UserPoolUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    Policies: UserPoolPolicyType,
    DeletionProtection: DeletionProtectionType,
    LambdaConfig: LambdaConfigType,
    AutoVerifiedAttributes: VerifiedAttributesListType,
    SmsVerificationMessage: SmsVerificationMessageType,
    EmailVerificationMessage: EmailVerificationMessageType,
    EmailVerificationSubject: EmailVerificationSubjectType,
    VerificationMessageTemplate: VerificationMessageTemplateType,
    SmsAuthenticationMessage: SmsVerificationMessageType,
    UserAttributeUpdateSettings: UserAttributeUpdateSettingsType,
    MfaConfiguration: UserPoolMfaType,
    DeviceConfiguration: DeviceConfigurationType,
    EmailConfiguration: EmailConfigurationType,
    SmsConfiguration: SmsConfigurationType,
    UserPoolTags: UserPoolTagsType,
    AdminCreateUserConfig: AdminCreateUserConfigType,
    UserPoolAddOns: UserPoolAddOnsType,
    AccountRecoverySetting: AccountRecoverySettingType,
    PoolName: UserPoolNameType,
    UserPoolTier: UserPoolTierType,
    KeyConfiguration: KeyConfigurationType,
    IssuerConfiguration: IssuerConfigurationType,
    DcrConfiguration: DcrConfigurationType,
    AcrConfiguration: AcrConfigurationType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    await refuseDuringImport(ctx.store, pool)
    const place = { region: pool.region, accountId: ctx.settings.accountId }
    const stated = toSettingsInput(input)
    const settings = updatedPoolSettings(pool.settings, stated, place)
    admitPool({ input: stated, settings, place })
    const tags = input.UserPoolTags ?? {}
    checkTags(tags, 'UserPoolTaggingException')
    const after = { ...pool, name: input.PoolName ?? pool.name, settings }
    if (isAbroad(ctx, pool)) {
      requireRepeated(pool, after)
      await editTags(ctx, pool, () => tags)
      return {}
    }
    await savePool(ctx, pool, { ...after, tags }, async (tx) => {
      for (const domain of await tx.domains.ofPool(pool.id)) {
        checkDomainTier(settings.userPoolTier, domain.managedLoginVersion)
      }
      if (await tx.poolReplicas.find(pool.id)) checkReplicable(settings)
    })
    return {}
  },
})

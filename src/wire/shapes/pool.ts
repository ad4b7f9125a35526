/** A user pool: policies, sign-in names, recovery, and everything else that has no file of its own. */
import { boolean, integer, list, map, oneOf, required, string, structure } from '../schema.ts'
import { OAuthFlowType } from './client.ts'
import { ArnType, StringList } from './common.ts'

export const UserPoolNameType = string({ min: 1, max: 128, pattern: String.raw`[\w\s+=,.@-]+` })
export const PasswordPolicyMinLengthType = integer({ min: 6, max: 99 })
export const PasswordHistorySizeType = integer({ min: 0, max: 24 })
export const TemporaryPasswordValidityDaysType = integer({ min: 0, max: 365 })

export const PasswordPolicyType = structure({
  MinimumLength: PasswordPolicyMinLengthType,
  RequireUppercase: boolean,
  RequireLowercase: boolean,
  RequireNumbers: boolean,
  RequireSymbols: boolean,
  PasswordHistorySize: PasswordHistorySizeType,
  TemporaryPasswordValidityDays: TemporaryPasswordValidityDaysType,
})

export const AuthFactorType = oneOf(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'])
export const AllowedFirstAuthFactorsListType = list(AuthFactorType, { min: 1, max: 5 })

export const SignInPolicyType = structure({
  AllowedFirstAuthFactors: AllowedFirstAuthFactorsListType,
})

export const UserPoolPolicyType = structure({
  PasswordPolicy: PasswordPolicyType,
  SignInPolicy: SignInPolicyType,
})

export const DeletionProtectionType = oneOf(['ACTIVE', 'INACTIVE'])
export const VerifiedAttributeType = oneOf(['phone_number', 'email'])
export const VerifiedAttributesListType = list(VerifiedAttributeType)
export const AliasAttributeType = oneOf(['phone_number', 'email', 'preferred_username'])
export const AliasAttributesListType = list(AliasAttributeType)
export const UsernameAttributeType = oneOf(['phone_number', 'email'])
export const UsernameAttributesListType = list(UsernameAttributeType)

export const UsernameConfigurationType = structure({
  CaseSensitive: required(boolean),
})

export const AttributesRequireVerificationBeforeUpdateType = list(VerifiedAttributeType)

export const UserAttributeUpdateSettingsType = structure({
  AttributesRequireVerificationBeforeUpdate: AttributesRequireVerificationBeforeUpdateType,
})

export const DeviceConfigurationType = structure({
  ChallengeRequiredOnNewDevice: boolean,
  DeviceOnlyRememberedOnUserPrompt: boolean,
})

export const AdvancedSecurityModeType = oneOf(['OFF', 'AUDIT', 'ENFORCED'])
export const AdvancedSecurityEnabledModeType = oneOf(['AUDIT', 'ENFORCED'])

export const AdvancedSecurityAdditionalFlowsType = structure({
  CustomAuthMode: AdvancedSecurityEnabledModeType,
})

export const UserPoolAddOnsType = structure({
  AdvancedSecurityMode: required(AdvancedSecurityModeType),
  AdvancedSecurityAdditionalFlows: AdvancedSecurityAdditionalFlowsType,
})

export const PriorityType = integer({ min: 1, max: 2 })
export const RecoveryOptionNameType = oneOf(['verified_email', 'verified_phone_number', 'admin_only'])

export const RecoveryOptionType = structure({
  Priority: required(PriorityType),
  Name: required(RecoveryOptionNameType),
})

export const RecoveryMechanismsType = list(RecoveryOptionType, { min: 1, max: 2 })

export const AccountRecoverySettingType = structure({
  RecoveryMechanisms: RecoveryMechanismsType,
})

export const UserPoolTierType = oneOf(['LITE', 'ESSENTIALS', 'PLUS'])
export const EncryptionKeyType = oneOf(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY'])

export const EncryptionKeyArnType = ArnType

export const KeyConfigurationType = structure({
  KeyType: EncryptionKeyType,
  KmsKeyArn: EncryptionKeyArnType,
})

export const IssuerType = oneOf(['ORIGINAL', 'UPDATED'])

export const IssuerConfigurationType = structure({
  Type: IssuerType,
})

export const OAuthFlowTypeList = list(OAuthFlowType)
export const StatusType = oneOf(['Enabled', 'Disabled'])

export const DcrConfigurationType = structure({
  EnableStatus: StatusType,
  OpenDcrEnabled: boolean,
  AuthenticatedGrantTypes: OAuthFlowTypeList,
  OpenDcrGrantTypes: OAuthFlowTypeList,
  AllowedScopes: StringList,
})

export const AcrLevelConfigType = structure({
  AcrValue: required(string()),
})

export const AcrConfigurationType = map(string(), AcrLevelConfigType)
export const PoolQueryLimitType = integer({ min: 1, max: 60 })
export const TagKeysType = string({ min: 1, max: 128 })
export const TagValueType = string({ min: 0, max: 256 })
export const UserPoolTagsType = map(TagKeysType, TagValueType)
export const UserPoolTagsListType = list(TagKeysType)

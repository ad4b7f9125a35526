import type { User } from '../../domain/user.ts'

/** Which factors a user has turned on, as answers tell it: nothing of what there is none of. */
export const toMfaSettings = ({ mfa: { enabled, preferred } }: User) => ({
  ...(enabled.length > 0 && { UserMFASettingList: [...enabled] }),
  ...(preferred !== undefined && { PreferredMfaSetting: preferred }),
})

/** The same with the legacy MFAOptions, which tell only of text messages, and only if SetUserSettings turned them on. */
export const toMfaDetails = (user: User) => ({
  ...(user.mfa.legacySms && { MFAOptions: [{ DeliveryMedium: 'SMS' as const, AttributeName: 'phone_number' }] }),
  ...toMfaSettings(user),
})

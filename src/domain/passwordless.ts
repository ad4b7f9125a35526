import type { Pool, VerifiedAttribute } from './pool.ts'
import type { Attributes } from './user.ts'

/** The factors that sign a user in by a code, and where it goes. */
export const otpAddresses = {
  EMAIL_OTP: 'email',
  SMS_OTP: 'phone_number',
} as const satisfies Record<string, VerifiedAttribute>

/** A factor that signs a user in by a code. */
export type OtpFactor = keyof typeof otpAddresses

/** The factors of the pool by which a code signs in whoever has these attributes. */
export const otpFactorsOf = ({ settings }: Pick<Pool, 'settings'>, attributes: Attributes): readonly OtpFactor[] => {
  const allowed = settings.policies.signInPolicy.allowedFirstAuthFactors
  return (['EMAIL_OTP', 'SMS_OTP'] as const).filter(
    (factor) => allowed.includes(factor) && attributes.get(otpAddresses[factor]),
  )
}

/** Whether users of the pool may do without a password, since a code signs them in. */
export const isPasswordless = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  settings.policies.signInPolicy.allowedFirstAuthFactors.some((factor) => factor in otpAddresses)

/** Remembered devices. */
import { oneOf, string, structure } from '../schema.ts'
import { StringType } from './common.ts'

export const DeviceKeyType = string({ min: 1, max: 55, pattern: String.raw`[\w-]+_[0-9a-f-]+` })
export const DeviceNameType = string({ min: 1, max: 1024 })

export const DeviceSecretVerifierConfigType = structure({
  PasswordVerifier: StringType,
  Salt: StringType,
})

export const DeviceRememberedStatusType = oneOf(['remembered', 'not_remembered'])

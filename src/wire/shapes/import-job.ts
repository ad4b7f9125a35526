/** Jobs that import users. */
import { oneOf, string } from '../schema.ts'

export const UserImportJobIdType = string({ min: 1, max: 55, pattern: 'import-[0-9a-zA-Z-]+' })
export const UserImportJobNameType = string({ min: 1, max: 128, pattern: String.raw`[\w\s+=,.@-]+` })
export const PasswordHashingAlgorithmType = oneOf(['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256'])

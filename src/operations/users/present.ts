import { allAttributes, type User } from '../../domain/user.ts'
import { toTimestamp } from '../../wire/casing.ts'
import { toAttributeList } from '../attribute-list.ts'
import { toMfaDetails } from '../mfa/present.ts'

const toState = (user: User) => ({
  UserCreateDate: toTimestamp(user.createdAt),
  UserLastModifiedDate: toTimestamp(user.updatedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
})

/** A user as lists have them: with the attributes of these names alone, if there are names. */
export const toUserType = (user: User, names?: ReadonlySet<string>) => ({
  Username: user.username,
  Attributes: toAttributeList(allAttributes(user).filter(([name]) => names?.has(name) ?? true)),
  ...toState(user),
})

/** A user as AdminGetUser answers it, where the attributes have another name. */
export const toUserDetails = (user: User) => ({
  Username: user.username,
  UserAttributes: toAttributeList(allAttributes(user)),
  ...toState(user),
  ...toMfaDetails(user),
})

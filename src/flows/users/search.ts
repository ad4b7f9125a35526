import type { UserFilter } from '../../domain/user-filter.ts'
import type { UserSelection } from '../../store/user-lists.ts'
import { searchKey } from './names.ts'

const matches = ({ match, value }: UserFilter, text: string) =>
  match === 'exact' ? text === value : text.startsWith(value)

/** Texts of a closed set that the filter lets through, each with what it selects. */
const selectOne = <T extends UserSelection>(filter: UserFilter, selections: Readonly<Record<string, T>>) => {
  const found = Object.entries(selections).filter(([text]) => matches(filter, text))
  const [first, ...others] = found.map(([, selection]) => selection)
  return others.length > 0 ? ({ by: 'all' } as const) : first
}

const enabled = {
  Enabled: { by: 'enabled', enabled: true },
  Disabled: { by: 'enabled', enabled: false },
} as const

/**
 * The statuses that users here can have. They differ in their first letters, so that a prefix means
 * one of them or, when it is empty, all.
 */
const statuses = Object.fromEntries(
  ['UNCONFIRMED', 'CONFIRMED', 'RESET_REQUIRED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER'].map(
    (status) => [status, { by: 'status', status }] as const,
  ),
)

/**
 * The users whom a filter lets through, as the store selects them; undefined when it can let nobody
 * through. User names, `sub` and `status` compare as they are written, everything else without case.
 */
export const selectUsers = (filter: UserFilter | undefined): UserSelection | undefined => {
  if (!filter) return { by: 'all' }
  const { attribute, match, value } = filter
  switch (attribute) {
    case 'username':
    case 'sub':
      return { by: attribute, match, value }
    case 'status':
      return selectOne(filter, enabled)
    case 'cognito:user_status':
      return selectOne(filter, statuses)
    default:
      return { by: 'attribute', attribute, match, value: searchKey(value) }
  }
}

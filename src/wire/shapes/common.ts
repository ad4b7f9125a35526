/** What shapes of several entities share: identifiers, plain text and paging. */
import { integer, list, map, string } from '../schema.ts'

export const UserPoolIdType = string({ min: 1, max: 55, pattern: String.raw`[\w-]+_[0-9a-zA-Z]+` })
export const ClientIdType = string({ min: 1, max: 128, pattern: String.raw`[\w+]+`, sensitive: true })
export const StringType = string({ min: 0, max: 131_072 })
export const DescriptionType = string({ max: 2048 })

export const ArnType = string({
  min: 20,
  max: 2048,
  pattern: String.raw`arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
})

export const StringList = list(string())
export const StringMap = map(string(), string())
export const QueryLimit = integer({ min: 1, max: 60 })
export const QueryLimitType = integer({ min: 0, max: 60 })
export const PaginationKey = string({ min: 1, max: 131_072, pattern: String.raw`[\S]+` })
export const PaginationKeyType = string({ min: 1, pattern: String.raw`[\S]+` })
export const SearchPaginationTokenType = string({ min: 1, pattern: String.raw`[\S]+` })

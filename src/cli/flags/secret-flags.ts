/** Flags whose value nothing that is printed may show. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set(['txt-encrypt-aes-key', 'aws-assume-role-external-id'])

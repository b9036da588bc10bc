/** What `npm run simulate -- --outage` prints; the laws are those of docs/laws.md. */
export const OUTAGE: readonly string[] = [
  'stored: web A 192.0.2.1; a-web TXT red',
  'cluster older asks for web 192.0.2.2',
  'cluster newer asks for web 192.0.2.3',
  ' 1. enactor of the older plan: ListResourceRecordSets shop.io from a-web.shop.io',
  ' 2. enactor of the newer plan: ListResourceRecordSets shop.io from a-web.shop.io',
  ' 3. enactor of the newer plan: ChangeResourceRecordSets shop.io: DELETE web A 192.0.2.1; CREATE web A 192.0.2.3: accepted',
  ' 4. cleanup: ListResourceRecordSets shop.io',
  ' 5. enactor of the older plan: ChangeResourceRecordSets shop.io: DELETE web A 192.0.2.1; CREATE web A 192.0.2.2: accepted',
  ' 6. cleanup: ChangeResourceRecordSets shop.io: DELETE a-web TXT red; DELETE web A 192.0.2.3: accepted',
  '! law 3: web A 192.0.2.3 goes, and this run has not seen it',
  '! law 3: web A 192.0.2.2 goes, and this run has not seen it',
]

/** What a reconciliation found, as JSON, text and a page. */
@NullMarked
package onlyonce.chaos.report;

import org.jspecify.annotations.NullMarked;

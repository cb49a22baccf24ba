/** Child processes that cannot outlive their parent, and what the operating system says of them. */
@NullMarked
package onlyonce.localcluster.process;

import org.jspecify.annotations.NullMarked;
